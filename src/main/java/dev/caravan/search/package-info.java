/** OpenSearch: the index with its template and alias, and bulk requests that account for every document. */
@NullMarked
package dev.caravan.search;

import org.jspecify.annotations.NullMarked;
