/**
 * Admin: coupons defined, restocked and closed over the service's {@code /admin}, and an operator who does so while load
 * runs. May touch that HTTP port; knows nothing of the load.
 */
@NullMarked
package dev.seonchak.lab.admin;

import org.jspecify.annotations.NullMarked;
