/** The lab's commands: options in, text and JSON out. May use every other room; no room uses it. */
@NullMarked
package dev.seonchak.lab.cli;

import org.jspecify.annotations.NullMarked;
