"""What draws the rows of trees and tables."""
