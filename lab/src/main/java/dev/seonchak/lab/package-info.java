/** Placeholder. */
@NullMarked
package dev.seonchak.lab;

import org.jspecify.annotations.NullMarked;
