/** The system under test as the lab runs it: real servers, proxies before them, several nodes of the service. */
@NullMarked
package dev.seonchak.lab.rig;

import org.jspecify.annotations.NullMarked;
