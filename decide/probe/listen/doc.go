// Package listen asks a device itself what it can do: a small SMTP server (RFC 5321) that a printer,
// scanner or application is pointed at for one test. It sees which TLS versions, key exchanges and
// sign-in mechanisms the device uses, and a Report turns what was seen into answers.
//
// The package is not pure: it opens listening sockets, on private addresses only. It opens no outgoing
// connection, delivers nothing, and keeps no message and no password.
//
// # Secrets
//
// Every sign-in is accepted and no password is looked at. The line that holds one is overwritten before its
// reply goes out; what crypto/tls has decrypted lies in its own buffers until it is overwritten by what
// follows or the connection ends. Text that is kept comes from named places only (greeting, user name,
// addresses, From header): a line that is no known command may be a misplaced password and leaves no trace.
//
// # Several attempts
//
// A TLS hello that announces its versions (the supported_versions extension, RFC 8446, section 4.2.1)
// says all of them at once. An older hello names only its highest. What else such a device speaks shows
// over several attempts, remembered for each remote address in two ways. First, a device that failed
// often comes back with an older hello by itself; attempts that follow a failed one are taken together.
// Second, with Config.LowerCeiling the server answers each further attempt of a device that has already
// succeeded with one version less. That is off unless asked for, because it makes a working test look
// broken.
package listen
