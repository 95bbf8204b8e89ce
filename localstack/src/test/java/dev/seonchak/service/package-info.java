/** A stand-in for the service, for the tests of localstack alone. */
@NullMarked
package dev.seonchak.service;

import org.jspecify.annotations.NullMarked;
