// Package batch reads answers that were written down: in an answers file, a saved plan, a CSV file with a
// customer a line, or the flags of a command. It knows no question by name, so both questionnaires are
// read by the same code. It is pure but for the readers it is given.
//
//	answers file, saved plan -> ReadFile -> Entries -+
//	CSV                      -> Rows     -> Entries -+-> Read -> decide.Answers
//	flags                    ->             Entries -+
package batch
