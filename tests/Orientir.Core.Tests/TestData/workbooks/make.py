"""Makes the workbooks of this folder and what each of them says: FILE.expected.json beside FILE.

Usage, in this folder:  /usr/bin/python3 make.py
Needs openpyxl, XlsxWriter, xlwt and LibreOffice; the tests need none of them. What a workbook says is read by openpyxl and written in the
words of the product: sheet, cell, kind, text. Where openpyxl itself is wrong by ECMA-376 (escapes «_x000D_», dates of 1904 under a later
namespace, links of formulas) or reads nothing (.xls, .ods, broken markup) the expectation stands here by hand, or is that of the workbook
which LibreOffice made the file of.
"""
import datetime
import json
import pathlib
import re
import subprocess
import tempfile
import zipfile

import openpyxl
import xlsxwriter
import xlwt
from openpyxl.styles import numbers
from openpyxl.worksheet.hyperlink import Hyperlink

HERE = pathlib.Path(__file__).parent
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT, STRICT_REL = "http://purl.oclc.org/ooxml/spreadsheetml/main", "http://purl.oclc.org/ooxml/officeDocument/relationships"
STAMP = (2026, 1, 1, 0, 0, 0)


def shown(cell, formula):
    """Kind and text of a cell as the product tells them; None where it is empty."""
    value = cell.value
    if value is None or value == "":
        computed = isinstance(formula, str) and formula.startswith("=")
        return ["Empty", ""] if computed and value is None else None
    if cell.data_type == "e":
        return ["Error", value]
    if isinstance(value, bool):
        return ["Boolean", "ИСТИНА" if value else "ЛОЖЬ"]
    if isinstance(value, datetime.datetime):
        if value.year == 1899:
            return ["Date", value.strftime("%H:%M:%S")]
        return ["Date", value.strftime("%d.%m.%Y" if value.time() == datetime.time() else "%d.%m.%Y %H:%M")]
    if isinstance(value, datetime.time):
        return ["Date", value.strftime("%H:%M:%S")]
    if isinstance(value, datetime.timedelta):
        return ["Date", (datetime.datetime(1899, 12, 30) + value).strftime("%H:%M:%S")]
    if isinstance(value, (int, float)):
        if "%" in re.sub(r'"[^"]*"|\\.', "", cell.number_format):
            return ["Number", number(round(value * 100, 12)) + "%"]
        return ["Number", number(value)]
    text = value.strip()
    return ["Text", text] if text else None


def number(value):
    return str(int(value)) if float(value).is_integer() and abs(value) < 1e15 else repr(float(value))


def read(path, **other):
    """What openpyxl reads, with the cells that `other` names by hand."""
    values, formulas = (openpyxl.load_workbook(path, data_only=only) for only in (True, False))
    sheets = []
    for sheet in values.worksheets:
        cells = {}
        for row in sheet.iter_rows():
            for cell in row:
                found = shown(cell, formulas[sheet.title][cell.coordinate].value)
                if found:
                    cells[cell.coordinate] = found
        links = {}
        for row in formulas[sheet.title].iter_rows():
            for cell in row:
                if cell.hyperlink is not None:
                    target = cell.hyperlink.target or ""
                    if cell.hyperlink.location:
                        target += "#" + cell.hyperlink.location
                    links[cell.hyperlink.ref] = target
        sheets.append({"name": sheet.title, "cells": cells, "links": links,
                       "merged": sorted(str(one) for one in sheet.merged_cells.ranges)})
    for place, cell in other.get("cells", {}).items():
        index, _, address = place.rpartition("!")
        sheets[int(index or 0)]["cells"][address] = cell
    for place, target in other.get("links", {}).items():
        sheets[0]["links"][place] = target
    return sheets


def expect(name, sheets, same=None):
    text = {"sheets": sheets}
    if same:
        text["note"] = same
    (HERE / f"{name}.expected.json").write_text(json.dumps(text, ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def refuse(name, found):
    (HERE / f"{name}.expected.json").write_text(
        json.dumps({"refused": found}, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def again(path):
    """Writes an archive anew in its order, with one time for all, so that the same script makes the same bytes."""
    with zipfile.ZipFile(path) as old:
        parts = [(one.filename, old.read(one)) for one in old.infolist()]
    parts = [(name, re.sub(rb"<dcterms:(created|modified)[^>]*>[^<]*</dcterms:\1>", b"", data)) for name, data in parts]
    archive(path, parts)


def archive(path, parts):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name, data in parts:
            one = zipfile.ZipInfo(name, STAMP)
            one.compress_type = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            new.writestr(one, data)


def by_openpyxl():
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Оценки & прочее"
    rows = [
        ["Код", "Показатель", "Ответ", "Доля", "Дата", "Когда", "Время", "Верно", "Итог"],
        ["1.1.1", "Наличие целей", 1, 0.85, datetime.date(2026, 9, 18), datetime.datetime(2026, 3, 12, 10, 30), datetime.time(6, 0), True, "=C2*2"],
        ["1.1.10", " с пробелами\u00a0", 1.5, 0.07, datetime.date(2026, 5, 1), None, None, False, "=1/0"],
        ["№ 3", "строка\nвторая", -0.25, 1, datetime.date(1900, 3, 1), None, None, None, None],
        [None, None, 0.1 + 0.2, 0.333, None, None, None, None, "#N/A"],
        ["123", "'апостроф", 1e-7, 12.5, None, None, None, None, 123456789012345678],
    ]
    for row in rows:
        sheet.append(row)
    for row in range(2, 7):
        sheet.cell(row, 4).number_format = "0%" if row != 5 else '0.00"%"'
        sheet.cell(row, 1).number_format = numbers.FORMAT_TEXT
    sheet["B10"] = "Приказ"
    sheet["B10"].hyperlink = "https://example.ru/Мониторинг_(значения)?a=1&b=2"
    sheet["B11"] = "туда"
    sheet["B11"].hyperlink = Hyperlink(ref="B11", location="'Оценки & прочее'!A1", display="туда")
    sheet.merge_cells("A12:C13")
    sheet["A12"] = "объединены"
    sheet.row_dimensions[3].hidden = True
    sheet.column_dimensions["B"].hidden = True
    hidden = book.create_sheet("Скрытый")
    hidden["C3"] = "и он читается"
    hidden.sheet_state = "hidden"
    book.create_sheet("Пустой")
    path = HERE / "openpyxl.xlsx"
    book.save(path)
    again(path)
    # openpyxl writes no values of formulas.
    expect(path.name, read(path))
    return path


def by_xlsxwriter():
    path = HERE / "xlsxwriter.xlsx"
    book = xlsxwriter.Workbook(str(path), {"constant_memory": False, "strings_to_urls": True})
    book.set_properties({"created": datetime.datetime(2026, 1, 1)})
    sheet = book.add_worksheet("Лист")
    bold, percent, date = book.add_format({"bold": True}), book.add_format({"num_format": "0.0%"}), book.add_format({"num_format": "dd.mm.yyyy"})
    sheet.write_row(0, 0, ["subject", "code", "value"])
    sheet.write_rich_string(1, 0, "жи", bold, "рный", " текст")
    sheet.write_string(1, 1, "1.10")
    sheet.write_number(1, 2, 2.5)
    sheet.write_number(2, 2, 0.125, percent)
    sheet.write_datetime(3, 2, datetime.datetime(2026, 2, 28), date)
    sheet.write_boolean(4, 2, True)
    sheet.write_formula(5, 2, "=SUM(C2:C3)", None, 2.625)
    sheet.write_formula(6, 2, '=A1&"-"&B1', None, "subject-code")
    sheet.write_formula(7, 2, "=NA()", None, "#N/A")
    sheet.write_url(8, 2, "https://example.ru/приказ.pdf", string="Приказ № 15")
    sheet.write_string(9, 2, "управляющий \x01 знак и _x0041_ как есть")
    sheet.write_string(10, 16383, "край")
    sheet.merge_range(11, 0, 12, 1, "вместе")
    sheet.write_blank(13, 0, None, bold)
    book.close()
    again(path)
    sheets = read(path, cells={"C10": ["Text", "управляющий  знак и _x0041_ как есть"]})
    expect(path.name, sheets)
    return path


def by_xlwt():
    """BIFF8: what Excel of 1997-2003 wrote; xlwt has no LibreOffice in it."""
    path = HERE / "xlwt.xls"
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("Оценки")
    percent, date, time = xlwt.easyxf(num_format_str="0%"), xlwt.easyxf(num_format_str="DD.MM.YYYY"), xlwt.easyxf(num_format_str="h:mm:ss")
    rows = {
        "A1": ("subject", None, ["Text", "subject"]), "B1": ("code", None, ["Text", "code"]), "C1": ("value", None, ["Text", "value"]),
        "A2": ("Ржев", None, ["Text", "Ржев"]), "B2": ("1.10", None, ["Text", "1.10"]), "C2": (1.5, None, ["Number", "1.5"]),
        "C3": (0.85, percent, ["Number", "85%"]), "C4": (datetime.date(2026, 9, 18), date, ["Date", "18.09.2026"]),
        "C5": (datetime.time(6, 0), time, ["Date", "06:00:00"]), "C6": (True, None, ["Boolean", "ИСТИНА"]),
        "C9": (1.1, None, ["Number", "1.1"]), "D9": (123456789, None, ["Number", "123456789"]),
        "A10": ("длинный " * 3000 + "конец", None, ["Text", "длинный " * 3000 + "конец"]),
    }
    for address, (value, style, _) in rows.items():
        column, row = re.match(r"([A-Z]+)(\d+)", address).groups()
        sheet.write(int(row) - 1, ord(column) - 65, value, style or xlwt.Style.default_style)
    sheet.row(7).set_cell_error(2, 0x2A)
    sheet.write_merge(10, 11, 0, 1, "вместе")
    hidden = book.add_sheet("Скрытый")
    hidden.visibility = 1
    hidden.write(2, 2, "и он читается")
    book.add_sheet("Пустой")
    book.save(str(path))
    cells = {address: cell for address, (_, _, cell) in rows.items()}
    cells |= {"C8": ["Error", "#N/A"], "A11": ["Text", "вместе"]}
    expect(path.name, [
        {"name": "Оценки", "cells": cells, "links": {}, "merged": ["A11:B12"]},
        {"name": "Скрытый", "cells": {"C3": ["Text", "и он читается"]}, "links": {}, "merged": []},
        {"name": "Пустой", "cells": {}, "links": {}, "merged": []},
    ])
    sheet = xlwt.Workbook(encoding="utf-8")
    sheet.dates_1904 = True
    one = sheet.add_sheet("Л")
    one.write(0, 0, 42400, date)
    sheet.save(str(HERE / "xlwt-1904.xls"))
    expect("xlwt-1904.xls", [{"name": "Л", "cells": {"A1": ["Date", "01.02.2020"]}, "links": {}, "merged": []}])


def by_libreoffice(source):
    """The same workbook as LibreOffice writes it: computed, in three kinds. Formulas have values then."""
    with tempfile.TemporaryDirectory() as folder:
        def convert(kind, path):
            subprocess.run(["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", kind,
                            "--outdir", folder, str(path)], check=True, capture_output=True)
            return pathlib.Path(folder) / (path.stem + "." + kind.split(":")[0])
        made = convert("xlsx:Calc MS Excel 2007 XML", source)
        sheets = read(made)
        target = HERE / "libreoffice.xlsx"
        target.write_bytes(made.read_bytes())
        again(target)
        expect(target.name, sheets)
        for kind in ("ods", "xls:MS Excel 97"):
            other = convert(kind, source)
            target = HERE / ("libreoffice." + kind.split(":")[0])
            target.write_bytes(other.read_bytes())
            if kind == "ods":
                again(target)
            # A place in the workbook is «Sheet.A1» there.
            told = json.loads(json.dumps(sheets).replace("'!A1", "'.A1")) if kind == "ods" else sheets
            expect(target.name, told, "as libreoffice.xlsx")


def part(name, text):
    return (name, ('<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' + text).encode("utf-8", "surrogatepass"))


def by_hand(name, rows, tail="", strings=None, styles=None, workbook="", strict=False, relations="", extra=(), root="", raw=None):
    main, rel = (STRICT, STRICT_REL) if strict else (MAIN, REL)
    package = "http://schemas.openxmlformats.org/package/2006"
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    parts = [
        part("[Content_Types].xml", f'<Types xmlns="{package}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
             f'<Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/>'
             f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{kind}.worksheet+xml"/>'
             + (f'<Override PartName="/xl/sharedStrings.xml" ContentType="{kind}.sharedStrings+xml"/>' if strings is not None else "")
             + (f'<Override PartName="/xl/styles.xml" ContentType="{kind}.styles+xml"/>' if styles else "") + "</Types>"),
        part("_rels/.rels", f'<Relationships xmlns="{package}/relationships"><Relationship Id="rId1" Type="{rel}/officeDocument" Target="xl/workbook.xml"/></Relationships>'),
        part("xl/workbook.xml", f'<workbook xmlns="{main}" xmlns:r="{rel}">{workbook}<sheets><sheet name="Л" sheetId="1" r:id="rId1"/></sheets></workbook>'),
        part("xl/_rels/workbook.xml.rels", f'<Relationships xmlns="{package}/relationships"><Relationship Id="rId1" Type="{rel}/worksheet" Target="worksheets/sheet1.xml"/>'
             + (f'<Relationship Id="rId2" Type="{rel}/sharedStrings" Target="sharedStrings.xml"/>' if strings is not None else "")
             + (f'<Relationship Id="rId3" Type="{rel}/styles" Target="styles.xml"/>' if styles else "") + "</Relationships>"),
        part("xl/worksheets/sheet1.xml", raw or f'<worksheet xmlns="{main}" xmlns:r="{rel}"{root}><sheetData>{rows}</sheetData>{tail}</worksheet>'),
    ]
    if strings is not None:
        parts.append(part("xl/sharedStrings.xml", f'<sst xmlns="{main}">{strings}</sst>'))
    if styles:
        parts.append(part("xl/styles.xml", f'<styleSheet xmlns="{main}">{styles}</styleSheet>'))
    if relations:
        parts.append(part("xl/worksheets/_rels/sheet1.xml.rels", f'<Relationships xmlns="{package}/relationships">{relations}</Relationships>'))
    path = HERE / name
    archive(path, parts + list(extra))
    return path


def text(address, value):
    return f'<c r="{address}" t="inlineStr"><is><t>{value}</t></is></c>'


def one(cells, links=None, merged=()):
    return [{"name": "Л", "cells": cells, "links": links or {}, "merged": list(merged)}]

STYLES = ('<fonts><font/></fonts><fills><fill/></fills><borders><border/></borders><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>'
          '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="9"/><xf numFmtId="164"/><xf numFmtId="165"/></cellXfs>')
FORMATS = ('<numFmts><numFmt numFmtId="164" formatCode="[$-419]d\\ mmmm\\ yyyy"/><numFmt numFmtId="165" formatCode="0.00&quot; % и дней&quot;"/></numFmts>')


def traps():
    # Each is what some program writes, or a report of a reader that took it for something else.
    path = by_hand("inline-with-v.xlsx", '<row r="1"><c r="A1" t="inlineStr"><is><t>60</t></is><v>60</v></c><c r="B1" t="inlineStr"><v>7</v><is><t>семь</t></is></c></row>')
    expect(path.name, read(path))

    path = by_hand("shared-rich-phonetic.xlsx", "<row r=\"1\">" + "".join(f'<c r="{column}1" t="s"><v>{at}</v></c>' for at, column in enumerate("ABCDE")) + "</row>",
                   strings='<si><t xml:space="preserve"> общая </t></si><si><r><rPr><b/></rPr><t>жир</t></r><r><t xml:space="preserve">ный </t></r><r><t>текст</t></r>'
                           '<rPh sb="0" eb="1"><t>фонетика</t></rPh><phoneticPr fontId="1"/></si><si><t>строка_x000D__x000A_вторая &amp; <![CDATA[<третья>]]></t></si>'
                           '<si><t/></si><si><r><t>два</t></r><r><t> </t></r><r><t>слова</t></r></si>')
    expect(path.name, read(path, cells={"C1": ["Text", "строка\r\nвторая & <третья>"]}))

    path = by_hand("no-addresses.xlsx", "<row><c><v>1</v></c><c t=\"inlineStr\"><is><t>б</t></is></c><c/><c><v>4</v></c></row><row/><row><c/><c><v>2</v></c></row>")
    expect(path.name, one({"A1": ["Number", "1"], "B1": ["Text", "б"], "D1": ["Number", "4"], "B3": ["Number", "2"]}))

    path = by_hand("lower-case.xlsx", '<row r="1"><c r="a1"><v>1</v></c><c r="c1"><v>3</v></c></row>')
    expect(path.name, one({"A1": ["Number", "1"], "C1": ["Number", "3"]}))

    path = by_hand("rows-out-of-order.xlsx", f'<row r="3">{text("A3", "в")}</row><row r="1">{text("B1", "два")}{text("A1", "раз")}</row><row r="2">{text("A2", "б")}</row>')
    expect(path.name, read(path))

    path = by_hand("merged-hiding.xlsx", f'<row r="1">{text("A1", "видно")}{text("B1", "не видно")}</row>', '<mergeCells count="1"><mergeCell ref="A1:B2"/></mergeCells>')
    expect(path.name, one({"A1": ["Text", "видно"], "B1": ["Text", "не видно"]}, merged=["A1:B2"]))

    path = by_hand("date-1904.xlsx", '<row r="1"><c r="A1" s="1"><v>44631</v></c><c r="B1" s="3"><v>44631.5</v></c></row>', styles=FORMATS + STYLES,
                   workbook='<workbookPr date1904="1"/><x15:workbookPr xmlns:x15="http://schemas.microsoft.com/office/spreadsheetml/2010/11/main" chartTrackingRefBase="1"/>')
    expect(path.name, one({"A1": ["Date", "12.03.2026"], "B1": ["Date", "12.03.2026 12:00"]}))

    path = by_hand("formats.xlsx", '<row r="1"><c r="A1" s="2"><v>0.85</v></c><c r="B1" s="2"><v>7.0000000000000007E-2</v></c><c r="C1" s="4"><v>0.5</v></c>'
                   '<c r="D1" s="1"><v>46286</v></c><c r="E1" s="1"><v>46143</v></c><c r="F1" s="3"><v>45000</v></c><c r="G1" s="1"><v>-5</v></c><c r="H1" s="99"><v>8</v></c></row>',
                   styles=FORMATS + STYLES)
    expect(path.name, one({"A1": ["Number", "85%"], "B1": ["Number", "7%"], "C1": ["Number", "0.5"], "D1": ["Date", "21.09.2026"],
                           "E1": ["Date", "01.05.2026"], "F1": ["Date", "15.03.2023"], "G1": ["Date", "-5"], "H1": ["Number", "8"]}))

    link = '<Relationship Id="rId1" Type="{0}/hyperlink" Target="https://example.ru/%D0%B0_(%D0%B1)?a=1&amp;b=2" TargetMode="External"/>'.format(REL)
    path = by_hand("links.xlsx", f'<row r="1">{text("A1", "раз")}{text("B1", "два")}</row><row r="2">{text("A2", "три")}<c r="B2" t="str"><f>HYPERLINK("https://example.ru/""x""","слово")</f><v>слово</v></c>'
                   '<c r="C2" t="str"><f>HYPERLINK(A1&amp;"x")</f><v>разx</v></c><c r="D2" t="str"><f t="shared" ref="D2:D3" si="0">HYPERLINK("https://example.ru/y")</f><v>y</v></c></row>'
                   '<row r="3"><c r="D3" t="str"><f t="shared" si="0"/><v>y</v></c></row>',
                   '<hyperlinks><hyperlink ref="A1:A2" r:id="rId1"/><hyperlink ref="B1" r:id="rId1" location="раздел"/></hyperlinks>', relations=link)
    expect(path.name, one({"A1": ["Text", "раз"], "B1": ["Text", "два"], "A2": ["Text", "три"], "B2": ["Text", "слово"], "C2": ["Text", "разx"], "D2": ["Text", "y"], "D3": ["Text", "y"]},
                          {"A1:A2": "https://example.ru/%D0%B0_(%D0%B1)?a=1&b=2", "B1": "https://example.ru/%D0%B0_(%D0%B1)?a=1&b=2#раздел",
                           "B2": 'https://example.ru/"x"', "C2": "=", "D2": "https://example.ru/y", "D3": "https://example.ru/y"}))

    path = by_hand("formulas-uncomputed.xlsx", '<row r="1"><c r="A1"><f>B1*2</f></c><c r="B1"><f>1+1</f><v/></c><c r="C1" t="str"><f>""</f><v></v></c><c r="D1"><f>1+1</f><v>2</v></c></row>')
    expect(path.name, one({"A1": ["Empty", ""], "B1": ["Empty", ""], "D1": ["Number", "2"]}))

    path = by_hand("errors-booleans.xlsx", '<row r="1"><c r="A1" t="e"><v>#REF!</v></c><c r="B1" t="e"><f>NA()</f><v>#N/A</v></c><c r="C1" t="b"><v>1</v></c><c r="D1" t="b"><v>0</v></c>'
                   '<c r="E1" t="inlineStr"><is><t>1,5</t></is></c><c r="F1" t="inlineStr"><is><t>0012</t></is></c></row>')
    expect(path.name, read(path))

    path = by_hand("surrogates.xlsx", f'<row r="1">{text("A1", "половина _xD83D_ знака")}{text("B1", "целый _xD83D__xDE00_ знак")}{text("C1", "_x005F_x0041_ и _xZZZZ_")}{text("D1", "нуль_x0000_ и &#xFFFE;")}</row>')
    expect(path.name, one({"A1": ["Text", "половина \ufffd знака"], "B1": ["Text", "целый \U0001f600 знак"], "C1": ["Text", "_x0041_ и _xZZZZ_"], "D1": ["Text", "нуль и \ufffd"]}))

    path = by_hand("strict.xlsx", '<row r="1"><c r="A1" t="d"><v>2026-03-12</v></c><c r="B1" t="d"><v>2026-03-12T10:30:00</v></c><c r="C1" t="s"><v>0</v></c></row>',
                   strings="<si><t>строго</t></si>", strict=True, workbook='<workbookPr/>')
    expect(path.name, one({"A1": ["Date", "12.03.2026"], "B1": ["Date", "12.03.2026 10:30"], "C1": ["Text", "строго"]}))

    path = by_hand("prefixed.xlsx", "", raw=f'<x:worksheet xmlns:x="{MAIN}" xmlns:y="urn:y"><x:sheetData><x:row r="1"><x:c r="A1"><x:v>1</x:v><y:v>9</y:v></x:c><y:c r="B1"><y:v>5</y:v></y:c></x:row></x:sheetData></x:worksheet>')
    expect(path.name, one({"A1": ["Number", "1"]}))

    path = by_hand("backslashes.xlsx", f'<row r="1">{text("A1", "путь")}</row>')
    with zipfile.ZipFile(path) as old:
        parts = [(info.filename.replace("/", "\\").replace("sheet1", "Sheet1"), old.read(info)) for info in old.infolist()]
    archive(path, parts)
    expect(path.name, one({"A1": ["Text", "путь"]}))

    # What is refused, and in which words.
    by_hand("too-long.xlsx", f'<row r="7">{text("C7", "я" * 32768)}</row>')
    refuse("too-long.xlsx", "too-long.xlsx:Л!C7: текст длиннее 32")
    by_hand("bad-address.xlsx", '<row r="1"><c r="A0"><v>1</v></c></row>')
    refuse("bad-address.xlsx", "адрес ячейки «A0»")
    by_hand("wrong-row.xlsx", '<row r="1"><c r="A2"><v>1</v></c></row>')
    refuse("wrong-row.xlsx", "стоит в строке 1")
    by_hand("cell-twice.xlsx", '<row r="1"><c r="A1"><v>1</v></c><c r="A1"><v>2</v></c></row>')
    refuse("cell-twice.xlsx", "Л!A1 стоит дважды")
    by_hand("no-number.xlsx", '<row r="1"><c r="A1"><v>NaN</v></c></row>')
    refuse("no-number.xlsx", "вместо числа «NaN»")
    by_hand("entities.xlsx", "", raw='<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><worksheet><sheetData><row><c><v>&b;</v></c></row></sheetData></worksheet>')
    refuse("entities.xlsx", "не читается часть")
    by_hand("bomb-empty-strings.xlsx", '<row r="1"><c r="A1" t="s"><v>0</v></c></row>', strings="<si/>" * 40_000_000)
    refuse("bomb-empty-strings.xlsx", "в книге больше 3 млн текстов")
    by_hand("bomb-deep.xlsx", "", raw=f'<worksheet xmlns="{MAIN}"><sheetData>' + "<a>" * 3_000_000)
    refuse("bomb-deep.xlsx", "вложена глубже")
    by_hand("bomb-spaces.xlsx", " " * 60_000_000)
    refuse("bomb-spaces.xlsx", "без единой ячейки")

    archive(HERE / "binary.xlsb", [part("[Content_Types].xml", "<Types/>"), part("_rels/.rels", f'<Relationships><Relationship Id="r" Type="{REL}/officeDocument" Target="xl/workbook.bin"/></Relationships>'), ("xl/workbook.bin", b"\x83\x01\x00")])
    refuse("binary.xlsb", "это двоичная книга Excel (.xlsb); откройте её в Excel и сохраните как")
    archive(HERE / "document.docx", [part("_rels/.rels", f'<Relationships><Relationship Id="r" Type="{REL}/officeDocument" Target="word/document.xml"/></Relationships>'), part("word/document.xml", "<x/>")])
    refuse("document.docx", "это документ Word (.docx)")
    locked()


def locked():
    """A workbook under a password is a compound file with a stream «EncryptedPackage» (MS-OFFCRYPTO); its contents do not matter here."""
    def directory(name, kind, child=0xFFFFFFFF, right=0xFFFFFFFF, start=0xFFFFFFFE, size=0):
        entry = name.encode("utf-16-le").ljust(64, b"\0")
        entry += (len(name) * 2 + 2).to_bytes(2, "little") + bytes([kind, 1])
        entry += 0xFFFFFFFF.to_bytes(4, "little") + right.to_bytes(4, "little") + child.to_bytes(4, "little")
        return entry + bytes(36) + start.to_bytes(4, "little") + size.to_bytes(8, "little")
    header = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16) + bytes.fromhex("3e000300feff0900060000000000000000000000")
    header += (1).to_bytes(4, "little") + (1).to_bytes(4, "little") + bytes(4) + (4096).to_bytes(4, "little")
    header += 0xFFFFFFFE.to_bytes(4, "little") + bytes(4) + 0xFFFFFFFE.to_bytes(4, "little") + bytes(4)
    header += (0).to_bytes(4, "little") + b"\xff" * (4 * 108)
    chain = [0xFFFFFFFD, 0xFFFFFFFE] + list(range(3, 10)) + [0xFFFFFFFE]
    table = b"".join(one.to_bytes(4, "little") for one in chain).ljust(512, b"\xff")
    entries = directory("Root Entry", 5, child=1) + directory("EncryptedPackage", 2, right=2, start=2, size=4096) + directory("EncryptionInfo", 2, start=2, size=4096)
    path = HERE / "locked.xlsx"
    path.write_bytes(header + table + entries.ljust(512, b"\0") + bytes(4096))
    refuse(path.name, "книга под паролем")
    with tempfile.TemporaryDirectory() as folder:
        source = HERE / "libreoffice.ods"
        with zipfile.ZipFile(source) as old:
            parts = [(one.filename, old.read(one)) for one in old.infolist()]
    parts = [(name, data.replace(b'manifest:full-path="content.xml"', b'manifest:full-path="content.xml" manifest:size="9"').replace(
        b'</manifest:manifest>', b'<manifest:file-entry manifest:full-path="x"><manifest:encryption-data/></manifest:file-entry></manifest:manifest>')
        if name == "META-INF/manifest.xml" else b"\x01\x02" if name == "content.xml" else data) for name, data in parts]
    archive(HERE / "locked.ods", [one for one in parts if not one[0].startswith("Thumbnails") and not one[0].startswith("Configurations")])
    refuse("locked.ods", "книга под паролем")


if __name__ == "__main__":
    made = by_openpyxl()
    by_xlsxwriter()
    by_xlwt()
    by_libreoffice(made)
    traps()
