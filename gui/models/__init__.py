"""Qt models of the two trees and the plain tables: values in, wishes out as signals."""
