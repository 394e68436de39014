/** Why the figures are what they are: looks at the dataset and the index, and changes neither. */
@NullMarked
package dev.caravan.diagnosis;

import org.jspecify.annotations.NullMarked;
