/** Requests to Matomo's tracker: an input of old events is sent to it, each of them once. */
@NullMarked
package dev.caravan.tracking;

import org.jspecify.annotations.NullMarked;
