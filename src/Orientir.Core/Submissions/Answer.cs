namespace Orientir.Core.Submissions;

/// <summary>A field of an answer that is saved by itself.</summary>
public enum AnswerField
{
    /// <summary>The value as the scale writes it; of an item 0 or 1.</summary>
    Value,

    /// <summary>Comment of the subject.</summary>
    Comment,

    /// <summary>«Документа нет»: 1 or empty.</summary>
    NoDocument,

    /// <summary>«Не применимо»: 1 or empty.</summary>
    NotApplicable,

    /// <summary>Question to the operator.</summary>
    Question,

    /// <summary>The operator's reply.</summary>
    Reply,
}

/// <summary>
/// The answer to a leaf or to one item of it. Texts are never empty; each field is changed by itself, and it is known who did last.
/// </summary>
public sealed class Answer : IRegional, IVersioned
{
    private string? value;
    private string? comment;
    private bool noDocument;
    private bool notApplicable;
    private string? question;
    private string? reply;
    private int changedBy;
    private DateTime changedAt;

    public int Id { get; init; }

    /// <inheritdoc/>
    public required int RegionId { get; init; }

    public required int SubmissionId { get; init; }

    /// <summary>Uid of the leaf; of a direction where the answer is a remark on the whole.</summary>
    public required string Uid { get; init; }

    /// <summary>Id of the item of a checklist or components scale; empty for the leaf itself.</summary>
    public required string ItemId { get; init; }

    /// <summary>The value as the scale writes it; null for none.</summary>
    public string? Value
    {
        get => value;
        init => this.value = GivenText.Of(value);
    }

    /// <summary>Comment of the subject.</summary>
    public string? Comment
    {
        get => comment;
        init => comment = GivenText.Of(value);
    }

    /// <summary>«Документа нет» is an answer.</summary>
    public bool NoDocument
    {
        get => noDocument;
        init => noDocument = value;
    }

    /// <summary>«Не применимо».</summary>
    public bool NotApplicable
    {
        get => notApplicable;
        init => notApplicable = value;
    }

    /// <summary>Question to the operator.</summary>
    public string? Question
    {
        get => question;
        init => question = GivenText.Of(value);
    }

    /// <summary>The operator's reply.</summary>
    public string? Reply
    {
        get => reply;
        init => reply = GivenText.Of(value);
    }

    /// <summary>Who changed it last.</summary>
    public int ChangedBy
    {
        get => changedBy;
        init => changedBy = value;
    }

    /// <summary>UTC of the last change.</summary>
    public DateTime ChangedAt
    {
        get => changedAt;
        init => changedAt = value;
    }

    /// <inheritdoc/>
    public long Version { get; set; }

    /// <summary>Whether anything is left in it of what a subject says: one whose texts were erased stays as a row.</summary>
    public bool SaysSomething => value is not null || comment is not null || noDocument || notApplicable;

    /// <summary>What a field holds, as patches write it; empty for nothing.</summary>
    public string ValueAt(AnswerField field) =>
        field switch
        {
            AnswerField.Value => value ?? "",
            AnswerField.Comment => comment ?? "",
            AnswerField.NoDocument => noDocument ? "1" : "",
            AnswerField.NotApplicable => notApplicable ? "1" : "",
            AnswerField.Question => question ?? "",
            AnswerField.Reply => reply ?? "",
            _ => throw new ArgumentOutOfRangeException(nameof(field), field, "Not a field of an answer."),
        };

    /// <summary>Changes a field.</summary>
    /// <param name="field">The field.</param>
    /// <param name="becomes">What it is to hold, as patches write it; empty for nothing.</param>
    /// <param name="by">Who changes it.</param>
    /// <param name="at">UTC.</param>
    public void Change(AnswerField field, string becomes, int by, DateTime at)
    {
        var text = GivenText.Of(becomes);
        switch (field)
        {
            case AnswerField.Value:
                value = text;
                break;
            case AnswerField.Comment:
                comment = text;
                break;
            case AnswerField.NoDocument:
                noDocument = text is not null;
                break;
            case AnswerField.NotApplicable:
                notApplicable = text is not null;
                break;
            case AnswerField.Question:
                question = text;
                break;
            case AnswerField.Reply:
                reply = text;
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(field), field, "Not a field of an answer.");
        }
        (changedBy, changedAt) = (by, at);
    }
}
