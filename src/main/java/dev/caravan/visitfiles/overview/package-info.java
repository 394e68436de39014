/** What people see of the report files: a file and its errors, and the report of a day or a month. Reads only. */
@NullMarked
package dev.caravan.visitfiles.overview;

import org.jspecify.annotations.NullMarked;
