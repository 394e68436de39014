/** Partitions of Parquet parts on S3, published by manifests. */
@NullMarked
package dev.caravan.dataset;

import org.jspecify.annotations.NullMarked;
