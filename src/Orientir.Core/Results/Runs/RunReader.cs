using System.Buffers.Binary;
using System.Text;
using Orientir.Core.Methodologies;
using Orientir.Core.Reviews;
using Orientir.Measurement.Scoring;

namespace Orientir.Core.Results;

/// <summary>Reads the body of <see cref="RunOutputs"/>, layout 1.</summary>
internal ref struct RunReader(Methodology methodology, ReadOnlySpan<byte> body)
{
    private readonly ReadOnlySpan<byte> body = body;
    private int at;

    public ScoredMarks Read()
    {
        var nodes = methodology.Nodes.Count;
        Same(Texts(), [.. methodology.Nodes.Select(node => node.Uid)]);
        Same(Texts(), [.. methodology.Levels.Select(level => level.Id)]);
        Same(Texts(), [.. methodology.Stages.Select(stage => stage.Id)]);
        var named = Texts();
        var subjects = new ScoringSubject[named.Length / 2];
        for (var subject = 0; subject < subjects.Length; subject++)
            subjects[subject] = new(named[2 * subject], named[2 * subject + 1]);
        var experts = Texts();

        var cells = nodes * subjects.Length;
        var (combined, points, max, share) = (new double[cells], new double[cells], new double[cells], new double[cells]);
        var (notApplicable, rank, rankTo) = (new bool[cells], new int[cells], new int[cells]);
        for (var node = 0; node < nodes; node++)
        {
            var distinct = Int();
            var (ofCombined, ofPoints, ofMax, ofShare) = (Doubles(distinct), Doubles(distinct), Doubles(distinct), Doubles(distinct));
            var ofNotApplicable = new bool[distinct];
            for (var index = 0; index < distinct; index++)
                ofNotApplicable[index] = Bool();
            var (ofRank, ofRankTo) = (Ints(distinct), Ints(distinct));
            for (var cell = node * subjects.Length; cell < (node + 1) * subjects.Length; cell++)
            {
                var index = Int();
                (combined[cell], points[cell], max[cell], share[cell]) = (ofCombined[index], ofPoints[index], ofMax[index], ofShare[index]);
                (notApplicable[cell], rank[cell], rankTo[cell]) = (ofNotApplicable[index], ofRank[index], ofRankTo[index]);
            }
        }
        var unscored = Ints(subjects.Length);
        var levels = Ints(methodology.Levels.Count * subjects.Length);
        for (var index = 0; index < levels.Length; index++)
            levels[index]--;
        var order = Ints(subjects.Length);
        var summaries = new NodeSummary[nodes];
        for (var node = 0; node < nodes; node++)
            summaries[node] = Summary(node);
        var cycle = new CycleCell[Int()];
        for (var index = 0; index < cycle.Length; index++)
            cycle[index] = new(Int(), Int(), Double(), Double(), Int());
        var flags = new ScoreFlag[Int()];
        for (var index = 0; index < flags.Length; index++)
        {
            var (subject, node, kind) = (Int(), Int(), (ScoreFlagKind)Int());
            var numbers = Optional(2);
            flags[index] = new(subject, node, kind, numbers[0], numbers[1]);
        }
        var totals = new ScoredTotal[Int()];
        for (var index = 0; index < totals.Length; index++)
            totals[index] = new(Int(), Int());
        var bounds = new OpenResult?[subjects.Length];
        for (var subject = 0; subject < bounds.Length; subject++)
            bounds[subject] = Bool() ? new(Double(), Double(), Int(), Int()) : null;
        var marks = Marks(subjects, experts);
        if (at != body.Length)
            throw new InvalidDataException("The outputs of the run go on where they should end.");

        return new ScoredMarks(
            methodology,
            marks,
            new Scores(
                methodology.Specification,
                subjects,
                new()
                {
                    Combined = combined,
                    NotApplicable = notApplicable,
                    Points = points,
                    Max = max,
                    Share = share,
                    Rank = rank,
                    RankTo = rankTo,
                    Unscored = unscored,
                    Levels = levels,
                    Order = order,
                    Summaries = summaries,
                    Cycle = cycle,
                    Flags = flags,
                    Totals = totals,
                }
            ),
            bounds
        );
    }

    private static void Same(string[] kept, string[] read)
    {
        if (!kept.AsSpan().SequenceEqual(read))
            throw new InvalidDataException("The outputs of the run are of another methodology.");
    }

    private NodeSummary Summary(int node)
    {
        var (max, count, below) = (Double(), Int(), Int());
        var numbers = Optional(11);
        var leaders = Ints(Int());
        List<PointsCount>? distribution = null;
        if (Int() is > 0 and var length)
        {
            distribution = new(length - 1);
            for (var index = 1; index < length; index++)
                distribution.Add(new(Double(), Int()));
        }
        return new()
        {
            Node = node,
            Max = max,
            Count = count,
            CountBelow30 = below,
            Min = numbers[0],
            MaxFound = numbers[1],
            Mean = numbers[2],
            MeanShare = numbers[3],
            MinShare = numbers[4],
            MedianShare = numbers[5],
            MaxShare = numbers[6],
            Median = numbers[7],
            Q1 = numbers[8],
            Q3 = numbers[9],
            Sd = numbers[10],
            Leaders = leaders,
            Distribution = distribution,
        };
    }

    private MarkSheet Marks(ScoringSubject[] subjects, string[] experts)
    {
        var values = Doubles(Int());
        var count = Int();
        var (subject, node, expert, value) = (Ints(count), Ints(count), Ints(count), Ints(count));
        var marks = new NodeMark[count];
        for (var index = 0; index < count; index++)
            marks[index] = new(subject[index], node[index], expert[index], values[value[index]]);
        var comments = new MarkComment[Int()];
        for (var index = 0; index < comments.Length; index++)
            comments[index] = new(Int(), Int(), Int(), Text());
        return new()
        {
            Subjects = subjects,
            Experts = experts,
            Marks = marks,
            Comments = comments,
        };
    }

    private int Int()
    {
        var (value, shift) = (0, 0);
        for (; ; shift += 7)
        {
            var next = body[at++];
            value |= (next & 0x7F) << shift;
            if (next < 0x80)
                return value;
        }
    }

    private int[] Ints(int count)
    {
        var numbers = new int[count];
        for (var index = 0; index < count; index++)
            numbers[index] = Int();
        return numbers;
    }

    private bool Bool() => body[at++] != 0;

    private double Double()
    {
        var value = BinaryPrimitives.ReadDoubleLittleEndian(body[at..]);
        at += sizeof(double);
        return value;
    }

    private double[] Doubles(int count)
    {
        var numbers = new double[count];
        for (var index = 0; index < count; index++)
            numbers[index] = Double();
        return numbers;
    }

    private double?[] Optional(int count)
    {
        var there = Int();
        var numbers = new double?[count];
        for (var index = 0; index < count; index++)
            if ((there >> index & 1) != 0)
                numbers[index] = Double();
        return numbers;
    }

    private string Text()
    {
        var length = Int();
        var text = Encoding.UTF8.GetString(body.Slice(at, length));
        at += length;
        return text;
    }

    private string[] Texts()
    {
        var texts = new string[Int()];
        for (var index = 0; index < texts.Length; index++)
            texts[index] = Text();
        return texts;
    }
}
