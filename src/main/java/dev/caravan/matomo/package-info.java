/** Matomo to Parquet on S3: one work item is one site and day. */
@NullMarked
package dev.caravan.matomo;

import org.jspecify.annotations.NullMarked;
