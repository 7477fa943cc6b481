"""One call of ``nbgrader autograde``, from submissions that were taken in to booked grades.

`batch` is the whole of it: `plan` says what has to be graded and why, `booking` writes rows, files
and receipts of a submission as a whole, `progress` shows how far it is, and `ledger` says at the
end what became of each submission. `steps` is what all of them need of the steps that an instructor
configures. `marks` reads what a graded notebook says of its grade cells, `moves` compares it with
how it was graded before, `history` tells what has come of that and of appeals, `verification`
grades again what has a receipt and compares, and `preview` says whose points would move. `vanished`
finds grades whose work is gone, and `agreement` whose points and graded notebooks are of different
runs, or of older checks. `watching` has what arrives graded as it arrives, and `attempts` reads
what is still to be done about it.
"""
