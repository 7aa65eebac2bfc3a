// Form is one question of huh, the form library for Bubble Tea.
package main

import (
	"fmt"
	"os"

	"github.com/charmbracelet/huh"
)

func main() {
	var choice string
	question := huh.NewSelect[string]().Title("Which?").Options(huh.NewOptions("First", "Second", "Third")...).Value(&choice)
	if err := huh.NewForm(huh.NewGroup(question)).Run(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
