/**
 * Coupons defined, restocked, closed and shown by operators. Blocking code on virtual threads.
 */
@NullMarked
package dev.seonchak.service.admin;

import org.jspecify.annotations.NullMarked;
