// Package spf reads, inspects, extends and evaluates SPF records (RFC 7208). It is pure: DNS answers
// come from an evidence.Look, which remembers what is still to be asked. Run a function again with
// the answers until the Look misses nothing; then the result is final.
//
// Problems and results carry texts for the user. A record's own text came from outside and may hold
// any octet: Problem.Say shows it through package clean, Record.String does not.
package spf
