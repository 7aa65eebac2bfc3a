package diagnose

import "strings"

const removed = "[removed]"

// redact removes what can hold a password: the client's part of a sign-in dialogue, and values behind
// names such as "password". It runs before anything of the text is kept. It would rather remove too much.
func redact(s string) string {
	return redactDialogue(redactValues(s))
}

// secretNames end the names of settings that hold secrets.
var secretNames = []string{"password", "passwd", "passwort", "passphrase", "kennwort", "contraseña", "passe", "pass", "pwd", "secret", "token", "authorization", "bearer", "apikey", "api_key", "parola"}

// redactValues removes the value in "password: value", "Password=value;" and "token": "value".
func redactValues(s string) string {
	var b strings.Builder
	kept := 0
	for i := 0; i < len(s); i++ {
		if (s[i] != ':' && s[i] != '=') || !endsInSecretName(s[max(kept, i-40):i]) {
			continue
		}
		start, end := valueSpan(s, i+1)
		if start == end {
			continue
		}
		b.WriteString(s[kept:start])
		b.WriteString(removed)
		kept = end
		i = end - 1
	}
	if kept == 0 {
		return s
	}
	b.WriteString(s[kept:])
	return b.String()
}

func endsInSecretName(s string) bool {
	n := len(s)
	for n > 0 && strings.IndexByte(" \"'`\\])", s[n-1]) >= 0 {
		n--
	}
	for _, name := range secretNames {
		if n >= len(name) && strings.EqualFold(s[n-len(name):n], name) {
			return true
		}
	}
	return false
}

// valueSpan finds the value that starts at or after i: to the closing quote, or to the end of the line, the
// next setting or the next reply. It reads no further than what it returns, so that the whole stays linear.
func valueSpan(s string, i int) (start, end int) {
	for i < len(s) && strings.IndexByte(" \\>=:", s[i]) >= 0 {
		i++
	}
	if i < len(s) && s[i] == '\n' {
		i++
	}
	if i < len(s) && (s[i] == '"' || s[i] == '\'') {
		quoted := s[i+1 : min(len(s), i+1+maxQuoted)]
		if n := strings.IndexByte(quoted, s[i]); n >= 0 && !strings.Contains(quoted[:n], "\n") {
			return i, i + n + 2
		}
	}
	start, end = i, i
	for end < len(s) {
		word := s[end : end+valueLength(s[end:])]
		if isReplyToken(word) || end > start && strings.ContainsAny(word, "=:") {
			break
		}
		end += len(word)
		if end == len(s) || s[end] != ' ' {
			break
		}
		for end < len(s) && s[end] == ' ' {
			end++
		}
	}
	return start, end
}

const maxQuoted = 8192 // bytes of a value in quotes; tokens have some thousand

func valueLength(s string) int {
	if n := strings.IndexAny(s, " \n;&,}"); n >= 0 {
		return n
	}
	return len(s)
}

func wordLength(s string) int {
	if n := strings.IndexAny(s, " \n"); n >= 0 {
		return n
	}
	return len(s)
}

// The prompts of AUTH LOGIN, "Username:" and "Password:" in Base64.
const (
	promptUser     = "VXNlcm5hbWU6"
	promptPassword = "UGFzc3dvcmQ6"
)

// A dialogue follows the words of a transcript. After a 334 or an AUTH command everything up to the next
// reply is the client's secret. budget is how many more short words are taken for it; long ones do not count, a token may be wrapped.
type dialogue struct {
	open     bool
	budget   int
	afterCmd bool // the word before was AUTH
	wrapped  bool // the secret before was long: it may go on
	initial  bool // an initial response may follow the mechanism
}

func redactDialogue(s string) string {
	if !strings.Contains(s, "334") && !strings.Contains(s, promptUser) && !strings.Contains(s, promptPassword) &&
		!strings.Contains(s, "AUTH") && !strings.Contains(s, "auth") && !strings.Contains(s, "Auth") && !strings.Contains(s, "earer") {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	var d dialogue
	for i := 0; i < len(s); {
		if s[i] == ' ' || s[i] == '\n' {
			b.WriteByte(s[i])
			i++
			continue
		}
		n := wordLength(s[i:])
		b.WriteString(d.pass(s[i : i+n]))
		i += n
	}
	return b.String()
}

// pass returns what of the word may be kept.
func (d *dialogue) pass(word string) string {
	reply := replyToken(word)
	switch {
	case strings.HasPrefix(reply, "334"), strings.Contains(word, promptUser), strings.Contains(word, promptPassword):
		*d = dialogue{open: true, budget: 40}
		if reply != "" {
			return reply[:3]
		}
		return removed
	case reply != "":
		open := d.open
		*d = dialogue{}
		if open {
			return reply
		}
		return word
	case d.open:
		return d.swallow(word)
	}
	return d.command(word)
}

func (d *dialogue) swallow(word string) string {
	if !encoded(word) || len(word) < 16 {
		d.budget--
	}
	d.open = d.budget > 0
	return removed
}

// command watches for AUTH, its mechanism and its initial response.
func (d *dialogue) command(word string) string {
	if *d == (dialogue{}) && !namesSignIn(word) {
		return word
	}
	bare := strings.ToLower(strings.Trim(word, "\"'`,;:()[]<>"))
	switch {
	case bare == "auth" || strings.HasSuffix(bare, "-auth") || strings.HasSuffix(bare, ":auth"):
		*d = dialogue{afterCmd: true}
	case bare == "bearer":
		*d = dialogue{initial: true}
	case d.afterCmd && mechanisms[bare], d.initial && mechanisms[bare]:
		*d = dialogue{initial: true}
	case d.initial && looksSecret(word), d.wrapped && encoded(word):
		*d = dialogue{wrapped: len(word) >= 16}
		return removed
	case !strings.ContainsFunc(word, func(r rune) bool { return r >= '0' && r <= '9' || r >= 'A' && r <= 'z' }):
		// Quoting and arrows stand between the pieces.
	case len(bare) <= 2 && strings.HasSuffix(word, ":"):
		// So do "S:" and "C:".
	default:
		*d = dialogue{}
	}
	return word
}

// namesSignIn is a quick look whether a word can open a sign-in; most words of a log do not.
func namesSignIn(word string) bool {
	n := strings.LastIndexAny(word, "hHrR")
	return n >= 3 && len(word) < 40
}

var mechanisms = map[string]bool{"login": true, "plain": true, "xoauth2": true, "oauthbearer": true, "ntlm": true, "cram-md5": true, "gssapi": true, "digest-md5": true}

// looksSecret reports whether the word after a mechanism is an initial response rather than prose.
func looksSecret(word string) bool {
	word = strings.Trim(word, "\"'`,")
	return encoded(word) && len(word) >= 4 && (len(word) >= 16 || len(word)%4 == 0 || strings.HasSuffix(word, "="))
}

// encoded reports whether the word is made of Base64's letters only (RFC 4648, both alphabets).
func encoded(word string) bool {
	for i := range len(word) {
		c := word[i]
		if !isAlnum(c) && c != '+' && c != '/' && c != '=' && c != '-' && c != '_' {
			return false
		}
	}
	return word != ""
}

// replyToken returns the reply code that the word ends or begins with, cut free from marks before it
// ("S:535", "b'535", "535-5.7.3"), or "".
func replyToken(word string) string {
	if n := strings.LastIndexAny(word, ":'\"<>([;,"); n >= 0 {
		word = word[n+1:]
	}
	if isReplyToken(word) {
		return word
	}
	return ""
}

func isReplyToken(word string) bool {
	return len(word) >= 3 && word[0] >= '2' && word[0] <= '5' && isDigit(word[1]) && isDigit(word[2]) &&
		(len(word) == 3 || word[3] == '-' && len(word) < 40)
}

// maskEncoded hides long encoded words in a line that is about to be shown, wherever they come from.
func maskEncoded(line string) string {
	words := strings.Split(line, " ")
	for i, w := range words {
		if len(w) >= 24 && encoded(w) && strings.ContainsAny(w, "0123456789=+/") {
			words[i] = removed
		}
	}
	return strings.Join(words, " ")
}
