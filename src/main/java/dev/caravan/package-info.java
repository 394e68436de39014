/** The service put together: settings, components, Camel. */
@NullMarked
package dev.caravan;

import org.jspecify.annotations.NullMarked;
