package batch

import (
	"strings"

	"sendpath/decide"
)

// secretWords mark keys whose values are no business of a file, in the languages of our users.
var secretWords = []string{"password", "passwd", "passwort", "passphrase", "passcode", "kennwort", "pwd",
	"secret", "segreto", "token", "credential", "api_key", "apikey", "private_key"}

func looksSecret(key string) bool {
	key = strings.NewReplacer("-", "_", " ", "_").Replace(strings.ToLower(strings.TrimSpace(key)))
	if key == "pass" || key == "pw" || strings.HasSuffix(key, "_pass") || strings.HasSuffix(key, "_pw") {
		return true
	}
	for _, word := range secretWords {
		if strings.Contains(key, word) {
			return true
		}
	}
	return false
}

// maxTypos is how many letters may be wrong in a key that is still recognised.
const maxTypos = 2

// nearest returns the name of a question that was probably meant, "" when none is close.
func nearest(questions *decide.Questionnaire, typed string) string {
	typed = strings.ToLower(strings.NewReplacer("-", "_", " ", "_").Replace(strings.TrimSpace(typed)))
	best, name := maxTypos+1, ""
	for i := range questions.Questions {
		candidate := questions.Questions[i].Name()
		if len(typed) > len(candidate)+maxTypos {
			continue
		}
		if d := distance(typed, candidate); d < best && 2*d <= len(candidate)+1 {
			best, name = d, candidate
		}
	}
	return name
}

// distance counts the letters to insert, remove or replace to turn a into b (Levenshtein).
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			replace := diagonal
			if a[i] != b[j] {
				replace++
			}
			diagonal = row[j+1]
			row[j+1] = min(replace, row[j+1]+1, row[j]+1)
		}
	}
	return row[len(b)]
}
