using BenchmarkDotNet.Attributes;
using Orientir.Core.Accounts;
using Orientir.Core.Campaigns;
using Orientir.Core.Evidence;
using Orientir.Core.Methodologies;
using Orientir.Core.Submissions;
using Orientir.Core.Territories;

namespace Orientir.Bench;

/// <summary>
/// The Excel form of one subject: 61 indicators of the Leningrad methodology, each answered, with a comment and two links.
/// </summary>
[MemoryDiagnoser]
public class FormBench
{
    private SubmissionForm form = null!;
    private byte[] file = null!;

    [GlobalSetup]
    public void MakeData()
    {
        var methodology = new ReadMethodology().Read(File.ReadAllBytes(Package()), "lo-2020.json");
        var start = new DateTime(2026, 11, 22, 0, 0, 0, DateTimeKind.Utc);
        var region = new Region
        {
            Id = 1,
            Code = "r",
            Title = "Регион",
            TimeZone = "Europe/Moscow",
        };
        var campaign = Campaign.Of(
            1,
            new CampaignPlan
            {
                MethodologyEditionId = 1,
                Title = "Мониторинг",
                Period = "2026 год",
                SelfAssessment = SelfAssessment.Required,
                CollectionFrom = start,
                CollectionUntil = start.AddDays(10),
                ReviewUntil = start.AddDays(20),
                ResultsUntil = start.AddDays(30),
            }
        );
        var subject = new CampaignSubject
        {
            Id = 1,
            RegionId = 1,
            CampaignId = 1,
            SubjectId = 1,
            TerritoryId = 1,
            Code = "m1",
            Kind = "municipality",
            Name = "Первый район",
            FoldedName = "первый район",
            Attributes = "{}",
        };
        var at = new SubmissionContext(
            new(1, "Оператор", 1, [new(Role.Operator, null, null)], ""),
            start,
            subject,
            campaign,
            methodology,
            region,
            assigned: false
        );
        var leaves = methodology.Nodes.Where(node => node.Scale is not null).ToList();
        List<Answer> answers =
        [
            .. leaves.Select(leaf => new Answer
            {
                RegionId = 1,
                SubmissionId = 1,
                Uid = leaf.Uid,
                ItemId = "",
                Value = "1",
                Comment = "Утверждено приказом управления образования.",
            }),
        ];
        var evidence = new List<FormEvidence>();
        foreach (var leaf in leaves)
            for (var number = 1; number <= 2; number++)
            {
                var item = new EvidenceItem
                {
                    RegionId = 1,
                    SubmissionId = 1,
                    Kind = EvidenceKind.Link,
                    Url = $"https://example.ru/{leaf.Uid}/{number}.pdf",
                    Title = "Приказ",
                };
                item.Places.Add(
                    new()
                    {
                        RegionId = 1,
                        EvidenceItemId = 0,
                        Uid = leaf.Uid,
                        ItemId = "",
                    }
                );
                evidence.Add(new(item, null, 0, null));
            }
        form = new(at, answers, evidence);
        file = Write();
    }

    [Benchmark]
    public byte[] Write()
    {
        using var stream = new MemoryStream();
        new FormWorkbook().Write(stream, form);
        return stream.ToArray();
    }

    [Benchmark]
    public FormReading Read() => new ReadForm().Read(file, "форма.xlsx", form);

    private static string Package()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Orientir.slnx")))
            folder = Path.GetDirectoryName(folder)!;
        return Path.Combine(folder, "methodologies", "lo-2020.json");
    }
}
