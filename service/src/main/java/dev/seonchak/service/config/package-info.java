/**
 * One typed tree of settings with documented defaults, from flags and environment. Touches nothing else.
 */
@NullMarked
package dev.seonchak.service.config;

import org.jspecify.annotations.NullMarked;
