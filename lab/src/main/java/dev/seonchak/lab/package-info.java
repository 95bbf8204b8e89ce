/**
 * The lab's front door: {@link dev.seonchak.lab.Main} and nothing else. The rooms are {@code load} (open and closed
 * loop over HTTP), {@code admin} (an operator's commands), {@code process} (what other processes cost), {@code floor} (the constant-reply server),
 * {@code compare} (two servers side by side) and {@code cli} (the commands). It drives the product from outside.
 */
@NullMarked
package dev.seonchak.lab;

import org.jspecify.annotations.NullMarked;
