/** Placeholder. */
@NullMarked
package dev.seonchak.core;

import org.jspecify.annotations.NullMarked;
