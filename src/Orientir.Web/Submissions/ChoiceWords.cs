namespace Orientir.Web.Submissions;

/// <summary>What each negative answer means and costs, in words.</summary>
internal static class ChoiceWords
{
    public const string No = "этого не делается";

    public const string NoDocument = "делается, но подтвердить нечем: эксперт не засчитает";

    public const string NotApplicable = "показатель не о вас; если эксперт согласится, он уйдёт и из баллов, и из наибольшей суммы";

    public const string None = "ещё не решено; эксперт увидит пустое место";

    public const string OfItems = "«Нет» — " + No + "; «документа нет» — " + NoDocument + "; «нет ответа» — " + None + ".";
}
