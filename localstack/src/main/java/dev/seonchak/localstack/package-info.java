/** Placeholder. */
@NullMarked
package dev.seonchak.localstack;

import org.jspecify.annotations.NullMarked;
