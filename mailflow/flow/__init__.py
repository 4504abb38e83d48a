"""The one path of a mail: keep, take_in, carry_out, tick, send. The only room that knows all four wings.

Its functions take ids and a time, and hold no state between calls. Start reading at `take_in`.
"""
