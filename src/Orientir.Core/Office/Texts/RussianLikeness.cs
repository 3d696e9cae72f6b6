namespace Orientir.Core.Office;

/// <summary>
/// How much a text reads as Russian: the bits its letters take by the frequencies of pairs of letters. Of two readings of the same bytes
/// the right one takes far fewer.
/// </summary>
internal static class RussianLikeness
{
    // Minus log2 of how often a letter follows another, as a hexadecimal digit; the first row and column are the border of a word, the
    // others а … я. Counted over the methodologies, the guide and the reports of regions: 50,716 words.
    private const string Bits =
        "F664648964F474433435569766FFFF6C9"
        + "3F5455773865343A66548A74699FFFF66"
        + "54DDDB4CD6D83852D27D4D79DD445DDA9"
        + "22EABC3E74E6394397696E9CE8DE4AEE8"
        + "538CA87DD3DB6A61D39D7DDDDCDDDD8DD"
        + "63C8662A93D8565365484D9BC9DD6BDD7"
        + "377764776C5535288433A978779FFFDA7"
        + "A447B22BB3B3B737B96B6BBBB9BBB9BBB"
        + "42A4B56CC6D58552B5DD3DDCCDD969DD8"
        + "2695A749455565456654A8555ACFFFF63"
        + "0CCCC9CCCCC87C84CC46CCCCA8CCCCCCC"
        + "42E6EB67C2EB5EA2A5635ED6EEEEEEEEE"
        + "54AEBE28E3E86A64EE9C5EBECEEE62E64"
        + "239CDC2DC3D7A573687D4BDABDDD59CD9"
        + "63FC664EF2F5CF42CB6577E77FFF38FC7"
        + "3C4344777855454654447696889FFFBD8"
        + "64AEED3EE5E86B9261886EE9EEEE7AEE9"
        + "52A85936C3E9E572996749BD98EE69EB7"
        + "5587DA5ED4E348534742589C99EE77ED4"
        + "43C3E82ED3E79853A5486DEE8EDD55EE9"
        + "366865568BB445364445AD9B376DDDD4A"
        + "65BB8B1B83BB89B296B943BBBBBBBBBBB"
        + "05B8CB9CC9CCCC64C74CACCCCCCCCCCCC"
        + "76CCCC2CC0C7CCB8BCCC8CCCCCCC6CCCC"
        + "73CCCC1CC3C8AC4CC6A59CCCC6CCC9CCC"
        + "75BBBB2BB3B17A37B8888BBBBBBBB97BB"
        + "B4BBBB1BB1BBBB9BB7BB8BBBBBBBB7BBB"
        + "888888088888888888888888888888885"
        + "2D75A83DBD4864AD8965DD2DA5CDDDDD6"
        + "2CCBCC8C6AC6C71CCC53CBCCA7CCCCC69"
        + "4AAAA9AAAAA34AAAAA82A1AAAAAAAAAAA"
        + "2B8BA6BA9BB88B8BBA93BBBB491BBBB9B"
        + "1D95D7586CAD847DD993DD599B7DDDD68";

    private const int Letters = 33;
    private const int WrongCase = 6;
    private const int SignInWord = 7;
    private const int Glued = 12;
    private const int Foreign = 20;
    private const int Unpaired = 8;

    // A longer run of letters is no word, and its pairs tell nothing: «ъъъъъ…» is likely in no encoding.
    private const int LongestWord = 50;
    private const string Signs = "«»№—–…„“”’‘\u00A0·°§±×²³•";

    /// <summary>Bits of all that is not ASCII, and how many characters that is.</summary>
    public static (int Bits, int Count) Of(ReadOnlySpan<char> text)
    {
        var (bits, count, last, lower, before, pairs) = (0, 0, 0, false, '\n', 0);
        var (word, bitsBefore) = (0, 0);
        foreach (var letter in text)
        {
            var index = IndexOf(letter, out var upper);
            if (index > 0)
            {
                if (word++ == 0)
                    bitsBefore = bits;
                bits += BitsOf(last, index) + (upper && lower ? WrongCase : 0) + (before is '\0' ? Glued : 0);
                (count, last, lower, before) = (count + 1, index, !upper, letter);
                continue;
            }
            End();
            // No word begins with a dash or a degree sign, no field with a no-break space.
            before = letter is '\u00A0'
                ? before is ' ' or '\n' or '\r' or '\t' or ';' or ',' or '|' or '"'
                    ? '\0'
                    : ' '
                : letter < 0x80 || "«„".Contains(letter)
                    ? letter
                    : '\0';
            pairs +=
                "«„".Contains(letter) ? 1
                : "»“”".Contains(letter) ? -1
                : 0;
            if (letter >= 0x80)
            {
                bits +=
                    !Signs.Contains(letter) ? Foreign
                    : last > 0 && letter is not ('»' or '“' or '”' or '…' or '\u00A0') ? SignInWord
                    : 2;
                count++;
            }
            if (last > 0)
                bits += BitsOf(last, 0);
            (last, lower) = (0, false);
        }
        End();
        return (bits + Unpaired * Math.Min(2, Math.Abs(pairs)), count);

        void End()
        {
            if (word > LongestWord)
                (bits, count, last) = (bitsBefore, count - word, 0);
            word = 0;
        }
    }

    /// <summary>Bits a character; what reads as Russian takes four to six.</summary>
    public static double Average(ReadOnlySpan<char> text) => Of(text) is { Count: > 0 } of ? (double)of.Bits / of.Count : 0;

    private static int BitsOf(int one, int next)
    {
        var digit = Bits[one * Letters + next];
        return digit <= '9' ? digit - '0' : digit - 'A' + 10;
    }

    private static int IndexOf(char letter, out bool upper)
    {
        upper = letter is (>= 'А' and <= 'Я') or 'Ё';
        return letter switch
        {
            'ё' or 'Ё' => 'е' - 'а' + 1,
            >= 'а' and <= 'я' => letter - 'а' + 1,
            >= 'А' and <= 'Я' => letter - 'А' + 1,
            _ => 0,
        };
    }
}
