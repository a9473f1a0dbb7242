import os

from local.reports import Reader, Report, Reports


def test_reports_arrive_in_order_and_whole() -> None:
    reading, writing = os.pipe()
    reports, reader = Reports(writing), Reader(reading)
    reports.send("step", "Starting “things”\n")
    reports.send("serving")
    assert reader.read() == [Report("step", "Starting “things”\n"), Report("serving")]
    os.write(writing, b'["no')
    assert reader.read() == []
    os.write(writing, b'te", "x"]\n')
    assert reader.read() == [Report("note", "x")]


def test_a_reader_that_is_gone_is_no_error() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    Reports(writing).send("step", "Starting")
    os.close(writing)
