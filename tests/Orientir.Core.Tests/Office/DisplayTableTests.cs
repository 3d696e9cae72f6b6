using System.Text;
using Orientir.Core.Office;

namespace Orientir.Core.Tests.Office;

public sealed class DisplayTableTests
{
    [Fact]
    public void WriteCsv_OfSignedNumbers_WritesNumbersAndGuardsTextsAlone()
    {
        var table = new DisplayTable(
            "Таблица",
            [new("Имя"), new("Изменение", true)],
            [
                [new("Первый"), new("+1", 1)],
                [new("Второй"), new("−1,25", -1.25)],
                [new("Третий"), new($"+1{Russian.NoBreakSpace}234,5", 1234.5)],
                [new("Четвёртый"), new("+7 921 по телефону")],
                [new("=1+1"), new("−5,0 %", -0.05)],
            ]
        );
        using var stream = new MemoryStream();
        table.WriteCsv(stream);
        Encoding
            .UTF8.GetString(stream.ToArray())
            .ShouldBe(
                "\uFEFFИмя;Изменение\r\nПервый;1\r\nВторой;-1,25\r\nТретий;1234,5\r\n"
                    + "Четвёртый;\"'+7 921 по телефону\"\r\n\"'=1+1\";−5,0 %\r\n"
            );
    }
}
