using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore.Query;

namespace Orientir.Core.Accounts;

/// <summary>Conditions of rows put together so that the database can ask them.</summary>
internal static class Condition
{
    /// <summary>No row.</summary>
    public static Expression<Func<TRow, bool>> None<TRow>() => _ => false;

    /// <summary>Rows that meet any of the conditions; none where there is none.</summary>
    public static Expression<Func<TRow, bool>> Any<TRow>(IEnumerable<Expression<Func<TRow, bool>>> conditions) =>
        Together(conditions, Expression.OrElse) ?? None<TRow>();

    /// <summary>Rows that meet every condition; all where there is none.</summary>
    public static Expression<Func<TRow, bool>> All<TRow>(IEnumerable<Expression<Func<TRow, bool>>> conditions) =>
        Together(conditions, Expression.AndAlso) ?? (_ => true);

    /// <summary>Rows that do not meet it.</summary>
    public static Expression<Func<TRow, bool>> Not<TRow>(Expression<Func<TRow, bool>> condition) =>
        Expression.Lambda<Func<TRow, bool>>(Expression.Not(condition.Body), condition.Parameters);

    private static Expression<Func<TRow, bool>>? Together<TRow>(
        IEnumerable<Expression<Func<TRow, bool>>> conditions,
        Func<Expression, Expression, BinaryExpression> how
    )
    {
        Expression<Func<TRow, bool>>? whole = null;
        foreach (var one in conditions)
            whole = whole is null
                ? one
                : Expression.Lambda<Func<TRow, bool>>(
                    how(whole.Body, ReplacingExpressionVisitor.Replace(one.Parameters[0], whole.Parameters[0], one.Body)),
                    whole.Parameters
                );
        return whole;
    }
}
