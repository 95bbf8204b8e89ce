/** What the service's tests stand on: real servers shared by the JVM, nodes of the service, clients, raw sockets. */
@NullMarked
package dev.seonchak.service.rig;

import org.jspecify.annotations.NullMarked;
