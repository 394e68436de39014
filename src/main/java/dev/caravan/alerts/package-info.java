/** Tells operators what needs them, once per cause: by e-mail, by webhook and in the log. */
@NullMarked
package dev.caravan.alerts;

import org.jspecify.annotations.NullMarked;
