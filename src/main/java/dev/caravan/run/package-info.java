/** The spine: periods, the run ledger, planning, claiming, dead letters. */
@NullMarked
package dev.caravan.run;

import org.jspecify.annotations.NullMarked;
