/** What is deployed: the image, and the compose file that runs it beside its servers. */
@NullMarked
package dev.seonchak.service.deploy;

import org.jspecify.annotations.NullMarked;
