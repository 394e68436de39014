/** Parquet to item statistics in OpenSearch: one work item is one site and month, or day. */
@NullMarked
package dev.caravan.usage;

import org.jspecify.annotations.NullMarked;
