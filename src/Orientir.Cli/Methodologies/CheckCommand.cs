using System.CommandLine;
using Orientir.Core;
using Orientir.Core.Methodologies;

namespace Orientir.Cli.Methodologies;

/// <summary>methodology check FILE…</summary>
internal sealed class CheckCommand : Verb
{
    private readonly Argument<string[]> _files = new("FILE")
    {
        HelpName = "ФАЙЛ",
        Description = "Файл методики в формате orientir-methodology/1; можно указать несколько.",
        Arity = ArgumentArity.OneOrMore,
    };

    public CheckCommand()
        : base(
            "check",
            "Проверить методики: все ошибки сразу, с местом в файле и тем, что допустимо. Редакции одного издания сравниваются: "
                + "структура у них должна быть одна.",
            "methodology check methodologies/lo-2020.json",
            "methodology check methodologies/*.json"
        ) => Add(_files);

    public override void Run(ParseResult parse)
    {
        List<InputError> errors = [];
        List<(string File, Methodology Methodology)> read = [];
        foreach (var file in parse.GetRequiredValue(_files))
        {
            Tool.Interruption.ThrowIfCancellationRequested();
            try
            {
                read.Add((file, new ReadMethodology().Read(InputFile.Read(file), file)));
            }
            catch (InputException refusal)
            {
                errors.AddRange(refusal.Errors);
            }
        }
        errors.AddRange(StructuralChanges(read));
        if (errors.Count > 0)
            throw new InputException(errors);

        var lines = read.Select(one =>
            $"{one.File}: в порядке — {one.Methodology.Id}, издание {one.Methodology.Edition}, редакция {one.Methodology.Revision}; "
            + $"{Russian.Count(one.Methodology.Tree.Leaves.Count, Nouns.Indicator)}, "
            + $"максимум {Russian.Count(one.Methodology.Specification.MaximumOf(0), Nouns.Point)}\n"
        );
        Terminal.Write(string.Concat(lines));
    }

    // Files of one edition are revisions of each other: each is held against the one before it. The same package twice is no fault.
    private static IEnumerable<InputError> StructuralChanges(List<(string File, Methodology Methodology)> read) =>
        from one in read
        group one by (one.Methodology.Id, one.Methodology.Edition) into edition
        let revisions = edition.OrderBy(one => one.Methodology.Revision).ToList()
        from pair in revisions.Zip(revisions.Skip(1))
        where !new WriteMethodology().Write(pair.First.Methodology).SequenceEqual(new WriteMethodology().Write(pair.Second.Methodology))
        from error in new CheckRevision().Check(pair.First.Methodology, pair.Second.Methodology, pair.Second.File)
        select error;
}
