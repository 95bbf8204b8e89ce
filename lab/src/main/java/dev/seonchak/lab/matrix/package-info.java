/** Many runs: every fault at every moment with several seeds, or at random for as long as one likes. */
@NullMarked
package dev.seonchak.lab.matrix;

import org.jspecify.annotations.NullMarked;
