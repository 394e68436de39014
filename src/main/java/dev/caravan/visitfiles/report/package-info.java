/**
 * What a report file is, and whether it and its rows are valid: decoding, layout, rules and warnings. It knows no
 * database and no server.
 */
@NullMarked
package dev.caravan.visitfiles.report;

import org.jspecify.annotations.NullMarked;
