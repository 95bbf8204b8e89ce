/** Placeholder. */
@NullMarked
package dev.seonchak.service;

import org.jspecify.annotations.NullMarked;
