package servers

import "strings"

// shellPlain are the characters that mean nothing to a POSIX shell.
const shellPlain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789@%_+=:,./-"

// shellWord writes a text as one word of a command for a POSIX shell. An address may hold $, |, ` and quotes
// (RFC 5322, section 3.2.3), and people copy commands as they stand.
func shellWord(text string) string {
	if text != "" && strings.Trim(text, shellPlain) == "" {
		return text
	}
	return "'" + strings.ReplaceAll(text, "'", `'\''`) + "'"
}
