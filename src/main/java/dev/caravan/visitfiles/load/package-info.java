/**
 * The tables of report files: the log of what becomes of each file, the load of valid rows in one transaction, and
 * the totals of visitors.
 */
@NullMarked
package dev.caravan.visitfiles.load;

import org.jspecify.annotations.NullMarked;
