// Sendpath gets printers, scanners and applications to send mail through Microsoft 365.
package main

import (
	"os"

	"sendpath/ui/cli"
)

func main() { os.Exit(cli.Main(os.Args[1:])) }
