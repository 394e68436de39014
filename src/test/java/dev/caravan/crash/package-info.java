/** Tests that kill the real program, stop its servers or let a worker lose its lease, and look at what is left. */
@NullMarked
package dev.caravan.crash;

import org.jspecify.annotations.NullMarked;
