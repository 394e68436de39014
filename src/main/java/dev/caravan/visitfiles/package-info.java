/**
 * The flow of report files of web visits: what is listed and planned, the steps of one file from its source to the
 * database and the backup, and the end of a day.
 */
@NullMarked
package dev.caravan.visitfiles;

import org.jspecify.annotations.NullMarked;
