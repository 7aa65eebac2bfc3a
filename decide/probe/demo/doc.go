// Package demo imitates DNS, Microsoft's mail servers and a few made-up customers, for training,
// screenshots and tests. All of it happens in memory: no socket is opened, not even on loopback, and no
// file is read. It is not pure only in that it waits a little, as a network does, and makes a key for
// its certificates; with Options.Now given, what it says is always the same.
//
//	zone.txt       what DNS says
//	customers.go   the customers and their stories
//	tenants.go     how their organisations are set up at Microsoft
//	refusals.go    what Microsoft's servers say when they refuse
package demo
