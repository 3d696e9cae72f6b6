using System.Text;

namespace Orientir.Core.Office;

/// <summary>
/// The parts of a Word file that are the same in all documents, as bytes (ECMA-376 part 1, 17), and the few that hardly differ.
/// </summary>
internal static class WordParts
{
    public static ReadOnlySpan<byte> Namespaces =>
        "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" "u8
        + "xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\" "u8
        + "xmlns:wp=\"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing\" "u8
        + "xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" "u8
        + "xmlns:c=\"http://schemas.openxmlformats.org/drawingml/2006/chart\""u8;

    private const string Declaration = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>";
    private const string Main = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"";
    private const string Office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    private const string PackageNamespace = "http://schemas.openxmlformats.org/package/2006";
    private const string WordType = "application/vnd.openxmlformats-officedocument.wordprocessingml";

    public static readonly byte[] ContentTypes = Part(
        $"""
        <Types xmlns="{PackageNamespace}/content-types">
        <Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
        <Default Extension="xml" ContentType="application/xml"/>
        <Override PartName="/word/document.xml" ContentType="{WordType}.document.main+xml"/>
        <Override PartName="/word/styles.xml" ContentType="{WordType}.styles+xml"/>
        <Override PartName="/word/settings.xml" ContentType="{WordType}.settings+xml"/>
        <Override PartName="/word/fontTable.xml" ContentType="{WordType}.fontTable+xml"/>
        <Override PartName="/word/numbering.xml" ContentType="{WordType}.numbering+xml"/>
        <Override PartName="/word/header1.xml" ContentType="{WordType}.header+xml"/>
        <Override PartName="/word/header2.xml" ContentType="{WordType}.header+xml"/>
        <Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>
        <Override PartName="/docProps/app.xml" ContentType="application/vnd.openxmlformats-officedocument.extended-properties+xml"/>
        </Types>
        """
    );

    public static readonly byte[] PackageRelationships = Part(
        $"""
        <Relationships xmlns="{PackageNamespace}/relationships">
        <Relationship Id="rId1" Type="{Office}/officeDocument" Target="word/document.xml"/>
        <Relationship Id="rId2" Type="{PackageNamespace}/relationships/metadata/core-properties" Target="docProps/core.xml"/>
        <Relationship Id="rId3" Type="{Office}/extended-properties" Target="docProps/app.xml"/>
        </Relationships>
        """
    );

    public static readonly byte[] DocumentRelationships = Part(
        $"""
        <Relationships xmlns="{PackageNamespace}/relationships">
        <Relationship Id="rIdStyles" Type="{Office}/styles" Target="styles.xml"/>
        <Relationship Id="rIdSettings" Type="{Office}/settings" Target="settings.xml"/>
        <Relationship Id="rIdFonts" Type="{Office}/fontTable" Target="fontTable.xml"/>
        <Relationship Id="rIdNumbering" Type="{Office}/numbering" Target="numbering.xml"/>
        <Relationship Id="rIdHeader1" Type="{Office}/header" Target="header1.xml"/>
        <Relationship Id="rIdHeader2" Type="{Office}/header" Target="header2.xml"/>
        </Relationships>
        """
    );

    /// <summary>What <see cref="AppProperties"/> names as the maker; a file somebody saved from Word names Word.</summary>
    public const string Application = "Orientir";

    public static readonly byte[] AppProperties = Part(
        $"""
        <Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"><Application>{Application}</Application></Properties>
        """
    );

    public static readonly byte[] Settings = Part(
        $"""
        <w:settings {Main}>
        <w:zoom w:percent="100"/>
        <w:defaultTabStop w:val="709"/>
        <w:autoHyphenation/>
        <w:doNotHyphenateCaps/>
        <w:characterSpacingControl w:val="doNotCompress"/>
        <w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>
        <w:themeFontLang w:val="ru-RU"/>
        <w:decimalSymbol w:val=","/>
        <w:listSeparator w:val=";"/>
        </w:settings>
        """
    );

    public static readonly byte[] FontTable = Part(
        $"""
        <w:fonts {Main}><w:font w:name="Times New Roman"><w:panose1 w:val="02020603050405020304"/><w:charset w:val="CC"/><w:family w:val="roman"/><w:pitch w:val="variable"/></w:font></w:fonts>
        """
    );

    public static readonly byte[] EmptyHeader = Part($"<w:hdr {Main}><w:p><w:pPr><w:pStyle w:val=\"Header\"/></w:pPr></w:p></w:hdr>");

    public static readonly byte[] NumberHeader = Part(
        $"""
        <w:hdr {Main}><w:p><w:pPr><w:pStyle w:val="Header"/></w:pPr><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>2</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p></w:hdr>
        """
    );

    public static readonly byte[] Styles = Part(
        $"""
        <w:styles {Main}>
        <w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="Times New Roman" w:cs="Times New Roman"/><w:sz w:val="28"/><w:szCs w:val="28"/><w:lang w:val="ru-RU" w:eastAsia="ru-RU" w:bidi="ar-SA"/></w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>
        {Style(
            "Normal",
            "Normal",
            "",
            """<w:widowControl/><w:suppressAutoHyphens/><w:spacing w:before="0" w:after="0" w:line="360" w:lineRule="auto"/><w:ind w:firstLine="709"/><w:jc w:val="both"/>""",
            more: " w:default=\"1\""
        )}
        <w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont"><w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/></w:style>
        <w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:uiPriority w:val="99"/><w:semiHidden/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:top w:w="0" w:type="dxa"/><w:left w:w="108" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/><w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>
        <w:style w:type="numbering" w:default="1" w:styleId="NoList"><w:name w:val="No List"/><w:uiPriority w:val="99"/><w:semiHidden/></w:style>
        {Style(
            "Title",
            "Title",
            "Normal",
            """<w:keepNext/><w:spacing w:before="0" w:after="120" w:line="276" w:lineRule="auto"/><w:ind w:firstLine="0"/><w:jc w:val="center"/>""",
            """<w:b/><w:sz w:val="32"/><w:szCs w:val="32"/>"""
        )}
        {Style(
            "Subtitle",
            "Subtitle",
            "Normal",
            """<w:keepNext/><w:spacing w:after="200" w:line="276" w:lineRule="auto"/><w:ind w:firstLine="0"/><w:jc w:val="center"/>"""
        )}
        {Style(
            "Heading1",
            "heading 1",
            "Normal",
            """<w:keepNext/><w:keepLines/><w:spacing w:before="360" w:after="180" w:line="276" w:lineRule="auto"/><w:ind w:firstLine="0"/><w:jc w:val="center"/><w:outlineLvl w:val="0"/>""",
            """<w:b/><w:sz w:val="30"/><w:szCs w:val="30"/>""",
            next: "Normal"
        )}
        {Style(
            "Heading2",
            "heading 2",
            "Normal",
            """<w:keepNext/><w:keepLines/><w:spacing w:before="240" w:after="120" w:line="276" w:lineRule="auto"/><w:jc w:val="left"/><w:outlineLvl w:val="1"/>""",
            "<w:b/>",
            next: "Normal"
        )}
        {Style(
            "TOCHeading",
            "TOC Heading",
            "Normal",
            """<w:keepNext/><w:spacing w:before="0" w:after="180"/><w:ind w:firstLine="0"/><w:jc w:val="center"/>""",
            """<w:b/><w:sz w:val="30"/><w:szCs w:val="30"/>"""
        )}
        {Style(
            "TOC1",
            "toc 1",
            "Normal",
            """<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="9638"/></w:tabs><w:spacing w:before="60" w:line="276" w:lineRule="auto"/><w:ind w:right="567" w:firstLine="0"/><w:jc w:val="left"/>"""
        )}
        {Style(
            "TOC2",
            "toc 2",
            "Normal",
            """<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="9638"/></w:tabs><w:spacing w:line="276" w:lineRule="auto"/><w:ind w:left="425" w:right="567" w:firstLine="0"/><w:jc w:val="left"/>"""
        )}
        {Style(
            "Header",
            "header",
            "Normal",
            """<w:spacing w:line="240" w:lineRule="auto"/><w:ind w:firstLine="0"/><w:jc w:val="center"/>""",
            """<w:sz w:val="24"/><w:szCs w:val="24"/>"""
        )}
        {Style("ListParagraph", "List Paragraph", "Normal", "")}
        {Style(
            "Caption",
            "caption",
            "Normal",
            """<w:keepLines/><w:spacing w:line="276" w:lineRule="auto"/><w:ind w:firstLine="0"/>""",
            """<w:sz w:val="26"/><w:szCs w:val="26"/>"""
        )}
        {Style(
            "TableCaption",
            "Название таблицы",
            "Caption",
            """<w:keepNext/><w:spacing w:before="160" w:after="80"/><w:jc w:val="left"/>"""
        )}
        {Style("FigureCaption", "Название рисунка", "Caption", """<w:spacing w:before="60" w:after="200"/><w:jc w:val="center"/>""")}
        {Style(
            "Figure",
            "Рисунок",
            "Normal",
            """<w:keepNext/><w:spacing w:before="120" w:line="240" w:lineRule="auto"/><w:ind w:firstLine="0"/><w:jc w:val="center"/>"""
        )}
        {Style(
            "Dense",
            "Плотный текст",
            "Normal",
            """<w:spacing w:after="60" w:line="240" w:lineRule="auto"/>""",
            """<w:sz w:val="24"/><w:szCs w:val="24"/>"""
        )}
        {Style(
            "Note",
            "Примечание",
            "Normal",
            """<w:spacing w:before="40" w:after="160" w:line="276" w:lineRule="auto"/>""",
            """<w:sz w:val="24"/><w:szCs w:val="24"/>"""
        )}
        {Style(
            "Break",
            "Разрыв",
            "Normal",
            """<w:spacing w:line="20" w:lineRule="exact"/><w:ind w:firstLine="0"/>""",
            """<w:sz w:val="2"/><w:szCs w:val="2"/>"""
        )}
        {Style(
            "AfterTable",
            "После таблицы",
            "Normal",
            """<w:spacing w:line="160" w:lineRule="exact"/><w:ind w:firstLine="0"/>""",
            """<w:sz w:val="12"/><w:szCs w:val="12"/>"""
        )}
        {Style(
            "Left",
            "Таблица: текст",
            "Normal",
            """<w:suppressAutoHyphens w:val="0"/><w:spacing w:before="20" w:after="20" w:line="240" w:lineRule="auto"/><w:ind w:firstLine="0"/><w:jc w:val="left"/>""",
            """<w:sz w:val="24"/><w:szCs w:val="24"/>"""
        )}
        {Style("Center", "Таблица: по центру", "Left", """<w:jc w:val="center"/>""")}
        {Style("Head", "Таблица: заголовок", "Left", """<w:keepNext/><w:jc w:val="center"/>""", "<w:b/>")}
        {Style("LeftSmall", "Таблица 11: текст", "Left", "", Small)}
        {Style("CenterSmall", "Таблица 11: по центру", "Center", "", Small)}
        {Style("HeadSmall", "Таблица 11: заголовок", "Head", "", Small)}
        <w:style w:type="character" w:styleId="Hyperlink"><w:name w:val="Hyperlink"/><w:basedOn w:val="DefaultParagraphFont"/><w:uiPriority w:val="99"/></w:style>
        <w:style w:type="table" w:styleId="Grid"><w:name w:val="Table Grid"/><w:basedOn w:val="TableNormal"/><w:uiPriority w:val="39"/><w:tblPr><w:tblBorders><w:top w:val="single" w:sz="4" w:space="0" w:color="7F7F7F"/><w:left w:val="single" w:sz="4" w:space="0" w:color="7F7F7F"/><w:bottom w:val="single" w:sz="4" w:space="0" w:color="7F7F7F"/><w:right w:val="single" w:sz="4" w:space="0" w:color="7F7F7F"/><w:insideH w:val="single" w:sz="4" w:space="0" w:color="7F7F7F"/><w:insideV w:val="single" w:sz="4" w:space="0" w:color="7F7F7F"/></w:tblBorders><w:tblCellMar><w:left w:w="57" w:type="dxa"/><w:right w:w="57" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>
        </w:styles>
        """
    );

    private const string Small = """<w:sz w:val="22"/><w:szCs w:val="22"/>""";

    public static XmlBuffer CoreProperties(XmlBuffer xml, string title) =>
        xml.Raw(Declaration)
            .Raw(
                "<cp:coreProperties xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" "u8
                    + "xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><dc:title>"u8
            )
            .Text(title)
            .Raw("</dc:title><dc:language>ru-RU</dc:language></cp:coreProperties>"u8);

    /// <summary>Number 1 is the list with bullets, 2 and on are the numbered lists, each of which begins with 1.</summary>
    public static XmlBuffer Numbering(XmlBuffer xml, int numberedLists)
    {
        xml.Raw(NumberingStart);
        for (var number = 2; number <= numberedLists + 1; number++)
            xml.Raw("<w:num w:numId=\""u8)
                .Number(number)
                .Raw(
                    "\"><w:abstractNumId w:val=\"1\"/><w:lvlOverride w:ilvl=\"0\"><w:startOverride w:val=\"1\"/></w:lvlOverride></w:num>"u8
                );
        return xml.Raw("</w:numbering>"u8);
    }

    private static readonly byte[] NumberingStart = Part(
        $"""
        <w:numbering {Main}>
        <w:abstractNum w:abstractNumId="0"><w:multiLevelType w:val="singleLevel"/><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="bullet"/><w:suff w:val="space"/><w:lvlText w:val="—"/><w:lvlJc w:val="left"/><w:pPr><w:ind w:left="0" w:firstLine="709"/></w:pPr></w:lvl></w:abstractNum>
        <w:abstractNum w:abstractNumId="1"><w:multiLevelType w:val="singleLevel"/><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:suff w:val="space"/><w:lvlText w:val="%1)"/><w:lvlJc w:val="left"/><w:pPr><w:ind w:left="0" w:firstLine="709"/></w:pPr></w:lvl></w:abstractNum>
        <w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>
        """
    );

    private static string Style(
        string id,
        string name,
        string basedOn,
        string paragraph,
        string run = "",
        string next = "",
        string more = ""
    ) =>
        $"<w:style w:type=\"paragraph\" w:styleId=\"{id}\"{more}><w:name w:val=\"{name}\"/>"
        + (basedOn.Length > 0 ? $"<w:basedOn w:val=\"{basedOn}\"/>" : "")
        + (next.Length > 0 ? $"<w:next w:val=\"{next}\"/>" : "")
        + "<w:qFormat/>"
        + (paragraph.Length > 0 ? $"<w:pPr>{paragraph}</w:pPr>" : "")
        + (run.Length > 0 ? $"<w:rPr>{run}</w:rPr>" : "")
        + "</w:style>";

    // Line ends between elements serve the reader of this file only.
    private static byte[] Part(string markup) =>
        Encoding.UTF8.GetBytes(
            Declaration + markup.Replace("\r", "", StringComparison.Ordinal).Replace("\n", "", StringComparison.Ordinal)
        );
}
