/** Report files of web visits: from SFTP, through validation, into MySQL with a control log. */
@NullMarked
package dev.caravan.visitfiles;

import org.jspecify.annotations.NullMarked;
