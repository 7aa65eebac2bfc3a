package words_test

import (
	"fmt"

	"sendpath/decide/words"
)

// English stands in the code. A catalogue has the other languages; nil is English.
func ExampleLanguage_Say() {
	const text words.Text = "DNS knows no domain %s. Check the spelling."
	for _, language := range []*words.Language{nil, words.Choose("it")} {
		fmt.Println(language.Say(text, "example.com"))
	}
	// Output:
	// DNS knows no domain example.com. Check the spelling.
	// Il DNS non conosce example.com. Verificare l'ortografia.
}

// A Sentence waits until it is known who reads it.
func ExampleSentence() {
	var err error = words.Sentencef("DNS knows no domain %s. Check the spelling.", "example.com")
	fmt.Println(err)
	// Output:
	// DNS knows no domain example.com. Check the spelling.
}
