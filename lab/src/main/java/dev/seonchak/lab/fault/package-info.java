/** Every fault that operations know, as data: what it does to the rig, and how that is undone. */
@NullMarked
package dev.seonchak.lab.fault;

import org.jspecify.annotations.NullMarked;
