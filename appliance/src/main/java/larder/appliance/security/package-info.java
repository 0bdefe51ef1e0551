/** Who may do what: tokens and scopes, pairing, signed URLs. */
@NullMarked
package larder.appliance.security;

import org.jspecify.annotations.NullMarked;
